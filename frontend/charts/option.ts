/** Turns a chart's specification into an ECharts option in the colours and sizes of the page. */
import type { ChartSpec } from "./spec.ts";

export interface Look {
  colors: string[];
  text: string;
  line: string;
  surface: string;
  font: string;
  /** CSS pixels in one rem: everything in a chart is sized by it, as the rest of the page is. */
  rem: number;
}

export function look(element: Element): Look {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    colors: [1, 2, 3, 4, 5, 6].map((number) => color(`--chart-${number}`)),
    text: color("--chart-text"),
    line: color("--chart-line"),
    surface: color("--surface"),
    font: style.fontFamily,
    rem: parseFloat(getComputedStyle(document.documentElement).fontSize),
  };
}

const label = ({ text, rem }: Look) => ({ color: text, fontSize: 0.75 * rem });

function axes(spec: ChartSpec, page: Look): object {
  const horizontal = spec.kind === "hbar";
  const category = {
    type: "category",
    data: spec.categories,
    inverse: horizontal,
    boundaryGap: spec.kind !== "line" && spec.kind !== "area",
    axisLine: { show: !horizontal, lineStyle: { color: page.line } },
    axisTick: { show: false },
    axisLabel: { ...label(page), margin: 0.6 * page.rem, hideOverlap: !horizontal },
  };
  const value = {
    type: "value",
    show: !horizontal,
    axisLabel: { ...label(page), margin: 0.6 * page.rem },
    splitLine: { lineStyle: { color: page.line } },
  };
  const named = spec.series.length > 1;
  return {
    xAxis: horizontal ? value : category,
    yAxis: horizontal ? category : value,
    grid: {
      left: 2,
      right: (horizontal ? 3 : 0.5) * page.rem,
      top: (named ? 2.25 : 0.75) * page.rem,
      bottom: 2,
      outerBoundsMode: "same",
    },
  };
}

function series(spec: ChartSpec, page: Look): object[] {
  const line = spec.kind === "line" || spec.kind === "area";
  return spec.series.map((entry) => ({
    name: entry.name,
    data: entry.data,
    type: line ? "line" : "bar",
    stack: spec.kind === "stacked" ? "all" : undefined,
    smooth: 0.25,
    symbol: entry.data.length > 20 ? "none" : "circle",
    symbolSize: 0.35 * page.rem,
    lineStyle: { width: 0.15 * page.rem },
    areaStyle: spec.kind === "area" ? { opacity: 0.09 } : undefined,
    barMaxWidth: (spec.kind === "hbar" ? 0.8 : 1.75) * page.rem,
    itemStyle: line ? undefined : { borderRadius: spec.kind === "stacked" ? 0 : 0.25 * page.rem },
    label: spec.kind === "hbar" ? { show: true, position: "right", ...label(page) } : undefined,
  }));
}

function donut(spec: ChartSpec, page: Look): object {
  const data = spec.categories.map((name, position) => ({
    name,
    value: spec.series[0]?.data[position] ?? 0,
  }));
  return {
    legend: { ...legend(page), orient: "vertical", right: 0, top: "middle" },
    series: [
      {
        type: "pie",
        name: spec.series[0]?.name,
        radius: ["56%", "82%"],
        center: ["36%", "50%"],
        label: { show: false },
        itemStyle: { borderColor: page.surface, borderWidth: 0.12 * page.rem },
        data,
      },
    ],
  };
}

const legend = (page: Look) => ({
  textStyle: label(page),
  icon: "roundRect",
  itemWidth: 0.75 * page.rem,
  itemHeight: 0.3 * page.rem,
  itemGap: 0.75 * page.rem,
});

export function option(spec: ChartSpec, page: Look): Record<string, unknown> {
  const common = {
    animation: false,
    color: page.colors,
    textStyle: { fontFamily: page.font, color: page.text, fontSize: 0.75 * page.rem },
    // richText: the HTML tooltip writes style attributes, which the content security policy forbids
    tooltip: {
      trigger: spec.kind === "donut" ? "item" : "axis",
      renderMode: "richText",
      confine: true,
      valueFormatter: (value: unknown) => `${String(value)} ${spec.unit ?? ""}`.trim(),
    },
    aria: { enabled: false }, // the figure is named, and its numbers are in the table below it
  };
  if (spec.kind === "donut") return { ...common, ...donut(spec, page), ...spec.option };
  const named = spec.series.length > 1;
  return {
    ...common,
    ...axes(spec, page),
    legend: named ? { ...legend(page), top: 0, right: 0 } : undefined,
    series: series(spec, page),
    ...spec.option,
  };
}
