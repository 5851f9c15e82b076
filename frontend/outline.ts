/**
 * Drawing a boundary: clicks into a picture become lines of the table of coordinates, which stays what is sent.
 * Loaded on the page of the form alone (`dashboards/boundary_form.html`).
 *
 *   <svg data-outline data-near="[[[lon, lat], …], …]">   what lies around, to draw along
 *   <textarea name="lines">                              longitude, latitude on each line
 *   [data-outline-back] takes the last point away, [data-outline-wide] shows twice as much
 */
type Point = [number, number];

const SPACE = "http://www.w3.org/2000/svg";
const SIZE = 400;
const picture = document.querySelector<SVGSVGElement>("[data-outline]");
const table = document.querySelector<HTMLTextAreaElement>('textarea[name="lines"]');

if (picture && table) start(picture, table);

function start(svg: SVGSVGElement, text: HTMLTextAreaElement): void {
  const near = JSON.parse(svg.dataset.near || "[]") as Point[][];
  let zoom = 1;
  const points = (): Point[] =>
    text.value
      .split("\n")
      .map((line) => line.replace(/[，,]/g, " ").trim().split(/\s+/).map(Number))
      .filter((pair): pair is Point => pair.length === 2 && pair.every(Number.isFinite));

  const frame = () => {
    const every = [...near.flat(), ...points()];
    const east = every.map((point) => point[0]);
    const north = every.map((point) => point[1]);
    const [west, right] = every.length ? [Math.min(...east), Math.max(...east)] : [98, 99];
    const [south, top] = every.length ? [Math.min(...north), Math.max(...north)] : [39.5, 40.5];
    const shrunk = Math.cos((((south + top) / 2) * Math.PI) / 180);
    const span = Math.max((right - west) * shrunk, top - south, 0.02) * 1.3 * zoom;
    return { middle: [(west + right) / 2, (south + top) / 2] as Point, scale: SIZE / span, shrunk };
  };
  let view = frame();
  const at = ([east, north]: Point): Point => [
    SIZE / 2 + (east - view.middle[0]) * view.shrunk * view.scale,
    SIZE / 2 - (north - view.middle[1]) * view.scale,
  ];
  const path = (ring: Point[], name: string, end = "Z") => {
    const shape = document.createElementNS(SPACE, "path");
    shape.setAttribute("class", name);
    shape.setAttribute("d", `M${ring.map((point) => at(point).map((each) => each.toFixed(1)).join(",")).join("L")}${end}`);
    return shape;
  };

  const draw = () => {
    const drawn = points();
    svg.replaceChildren(...near.map((ring) => path(ring, "outline-near")));
    if (drawn.length > 1) svg.append(path(drawn, "outline-line"));
    for (const point of drawn) svg.append(path([point, point], "outline-point", ""));
  };
  svg.addEventListener("click", (event) => {
    const box = svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * SIZE;
    const y = ((event.clientY - box.top) / box.height) * SIZE;
    const east = view.middle[0] + (x - SIZE / 2) / view.scale / view.shrunk;
    const north = view.middle[1] - (y - SIZE / 2) / view.scale;
    text.value = `${text.value.trimEnd()}\n${east.toFixed(5)}, ${north.toFixed(5)}`.trimStart();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.querySelector("[data-outline-back]")?.addEventListener("click", () => {
    text.value = text.value.trimEnd().split("\n").slice(0, -1).join("\n");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.querySelector("[data-outline-wide]")?.addEventListener("click", () => {
    zoom *= 2;
    view = frame();
    draw();
  });
  text.addEventListener("input", draw);
  draw();
}
