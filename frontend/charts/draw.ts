/** Draws charts with ECharts as SVG, and draws them anew when size, theme or text size change. */
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { look, option } from "./option.ts";
import type { ChartSpec } from "./spec.ts";

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export function draw(element: HTMLElement, spec: ChartSpec, signal: AbortSignal): void {
  const chart = init(element, null, { renderer: "svg" });
  const paint = () => chart.setOption(option(spec, look(element)), { notMerge: true });
  const resize = new ResizeObserver(() => chart.resize());
  paint();
  resize.observe(element);
  document.addEventListener("display:change", paint, { signal });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint, { signal });
  signal.addEventListener("abort", () => {
    resize.disconnect();
    chart.dispose();
  });
}
