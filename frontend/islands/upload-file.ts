/** One file on its way, and its line in the list. Loaded by the island "upload". */
import { Upload, type DetailedError } from "tus-js-client";

export type Words = Record<
  "preparing" | "paused" | "broken" | "checking" | "ready" | "tooLarge" | "empty" | "signedOut" | "failed" | "left" | "waiting",
  string
>;

const PART = 2 * 1024 * 1024; // what the server takes without a temporary file; as much is sent again after a break
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];
const LOOK = 1000;

interface Told {
  state: "uploading" | "checking" | "ready" | "refused";
  label: string;
  reason: string;
  name: string;
  url: string;
}

export class FileUpload {
  private readonly upload: Upload;
  private fileId = "";
  private began = 0;
  private from = -1;
  private done: () => void = () => {};

  constructor(
    file: File,
    private readonly item: HTMLElement,
    private readonly field: HTMLElement,
    private readonly words: Words,
  ) {
    item.dataset.live = "";
    this.part("name").textContent = file.name;
    this.say("waiting", words.waiting);
    this.upload = new Upload(file, {
      endpoint: field.dataset.endpoint!,
      chunkSize: PART,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, filetype: file.type },
      headers: { "X-CSRFToken": tokenOf(field) },
      onShouldRetry: (error) => this.shouldRetry(error as DetailedError),
      onProgress: (sent, total) => this.progress(sent, total),
      onAfterResponse: (_request, response) => {
        this.fileId = response.getHeader("X-File") ?? this.fileId;
      },
      onSuccess: () => void this.check(),
      onError: (error) => this.fail(error as DetailedError),
    });
    this.listen();
    if (!file.size) this.refuse(words.empty);
    else if (file.size > Number(field.dataset.limit)) this.refuse(words.tooLarge);
  }

  get isPossible(): boolean {
    return this.item.dataset.state !== "refused";
  }

  /** Sends until it is complete, refused, paused or left out. */
  async run(): Promise<void> {
    if (!this.item.isConnected) return;
    this.say("sending", this.words.preparing);
    const ended = new Promise<void>((resolve) => (this.done = resolve));
    const [before] = await this.upload.findPreviousUploads();
    if (before) this.upload.resumeFromPreviousUpload(before);
    this.upload.start();
    await ended;
  }

  private listen(): void {
    this.part("pause").addEventListener("click", () => {
      void this.upload.abort();
      this.say("paused", this.words.paused);
      this.done();
    });
    for (const name of ["go", "again"]) this.part(name).addEventListener("click", () => void this.run());
    this.part("drop").addEventListener("click", () => {
      if (this.item.dataset.state !== "ready") void this.upload.abort(this.item.dataset.state !== "checking").catch(() => {});
      this.item.remove();
      this.done();
    });
  }

  private progress(sent: number, total: number): void {
    const bar = this.part("bar") as HTMLProgressElement;
    bar.value = (sent / total) * 100;
    if (this.from < 0) {
      this.from = sent;
      this.began = performance.now();
    }
    const speed = (sent - this.from) / ((performance.now() - this.began) / 1000);
    const seconds = speed > 0 ? (total - sent) / speed : 0;
    const time = seconds > 1 ? ` · ${this.words.left} ${clock(seconds)}` : "";
    this.say("sending", `${Math.floor((sent / total) * 100)} %${time}`);
  }

  private shouldRetry(error: DetailedError): boolean {
    const status = error.originalResponse?.getStatus() ?? 0;
    const again = status === 0 || status >= 500 || [409, 423, 429, 460].includes(status);
    if (again) {
      this.from = -1;
      this.say("sending", status ? this.words.preparing : this.words.broken);
    }
    return again;
  }

  private fail(error: DetailedError): void {
    const response = error.originalResponse;
    const status = response?.getStatus() ?? 0;
    if (status === 401 || status === 403) this.say("stopped", this.words.signedOut);
    else if (status >= 400 && status < 500) this.refuse(response?.getBody() || this.words.failed);
    else this.say("stopped", this.words.failed);
    this.done();
  }

  private refuse(reason: string): void {
    this.say("refused", reason);
  }

  /** Everything is there: wait until the server has looked at it. */
  private async check(): Promise<void> {
    this.done();
    this.say("checking", this.words.checking);
    this.leaveId();
    const url = this.field.dataset.state!.replace("/0/", `/${this.fileId}/`);
    for (;;) {
      const told = await ask(url);
      if (!this.item.isConnected) return;
      if (told?.state === "ready") return this.ready(told);
      if (told?.state === "refused") {
        this.item.querySelector("input[type=hidden]")?.remove();
        return this.refuse(told.reason);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  private ready(told: Told): void {
    (this.part("open") as HTMLAnchorElement).href = told.url;
    this.part("name").textContent = told.name;
    this.say("ready", told.reason || told.label);
    this.item.dispatchEvent(new CustomEvent("upload:ready", { bubbles: true, detail: told }));
  }

  private leaveId(): void {
    const { name } = this.field.dataset;
    if (!name || this.item.querySelector("input[type=hidden]")) return;
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value: this.fileId });
    this.item.append(input);
  }

  private say(state: string, text: string): void {
    this.item.dataset.state = state;
    this.part("said").textContent = text;
    const shown: Record<string, boolean> = {
      bar: !["refused", "ready"].includes(state),
      pause: state === "sending",
      go: state === "paused",
      again: state === "stopped",
      open: state === "ready" && !this.field.dataset.name,
    };
    for (const [name, is] of Object.entries(shown)) this.part(name).hidden = !is;
  }

  private part(name: string): HTMLElement {
    return this.item.querySelector<HTMLElement>(`[data-upload-${name}]`)!;
  }
}

/** A form's field is drawn without knowing the request: there, the token is the form's. */
function tokenOf(field: HTMLElement): string {
  const own = field.closest("form")?.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  return field.dataset.token || own?.value || "";
}

async function ask(url: string): Promise<Told | undefined> {
  try {
    const response = await fetch(url, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as Told) : undefined;
  } catch {
    return undefined; // no connection: asked again
  }
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return whole >= 3600 ? `${Math.floor(whole / 3600)}:${String(Math.floor(whole / 60) % 60).padStart(2, "0")}:${rest}` : `${Math.floor(whole / 60)}:${rest}`;
}
