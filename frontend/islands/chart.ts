/**
 * A chart. The drawing code is big, so it is fetched only by pages that have a chart, when the chart
 * comes near the window.
 *
 *   <figure class="chart" data-island="chart">
 *     <script type="application/json">{"kind": "line", "categories": […], "series": [{"name", "data"}], "unit": "人"}</script>
 *     <div data-chart-canvas></div>
 *   </figure>
 *
 * `kind`: line, area, bar, hbar, stacked, donut. `option` (an ECharts option) is merged over it.
 */
import type { Island } from "../island.ts";
import type { ChartSpec } from "../charts/spec.ts";

export const chart: Island = (element, signal) => {
  const source = element.querySelector<HTMLScriptElement>('script[type="application/json"]');
  const canvas = element.querySelector<HTMLElement>("[data-chart-canvas]");
  if (!source || !canvas) return;
  const spec = JSON.parse(source.textContent ?? "{}") as ChartSpec;

  const near = new IntersectionObserver(
    async ([entry]) => {
      if (!entry?.isIntersecting) return;
      near.disconnect();
      const { draw } = await import("../charts/draw.ts");
      if (!signal.aborted) draw(canvas, spec, signal);
    },
    { rootMargin: "200px" },
  );
  near.observe(canvas);
};
