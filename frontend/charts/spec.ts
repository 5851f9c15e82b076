/** What the server says about a chart; the same data fills the table beside it. */
export interface ChartSpec {
  kind: "line" | "area" | "bar" | "hbar" | "stacked" | "donut";
  categories: string[];
  series: { name: string; data: (number | null)[] }[];
  unit?: string;
  option?: Record<string, unknown>;
}
