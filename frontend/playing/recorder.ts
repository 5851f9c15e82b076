/** Turns going through a recording or a document into pieces for the outbox. */
import { drop, keep, keepOpen, send, type Piece } from "./outbox.ts";

const shortest = 2;
const longest = 60;
const saved = 5_000;

export class Recorder {
  private piece: Piece | null = null;
  private began = 0;
  private written = 0;

  constructor(
    private readonly url: string,
    private readonly resource: number,
    private readonly file: number,
    /** Whether places are seconds; else they are pages, and time is taken by the clock. */
    private readonly timed: boolean,
  ) {}

  open(place: number): void {
    this.close();
    const id = crypto.randomUUID?.() ?? randomId();
    this.began = performance.now();
    this.written = this.began;
    this.piece = { id, resource: this.resource, file: this.file, begin: place, end: place, seconds: 0, at: 0 };
  }

  move(place: number): void {
    if (!this.piece) return;
    this.piece.end = place;
    this.measure();
    const now = performance.now();
    if (now - this.written > saved) {
      this.written = now;
      keepOpen(this.piece);
    }
    if (this.piece.seconds >= longest && this.timed) this.open(place);
  }

  close(): void {
    const piece = this.piece;
    if (!piece) return;
    this.measure();
    this.piece = null;
    if (piece.seconds < shortest) return drop(piece);
    keep(piece);
    void send(this.url);
  }

  private measure(): void {
    if (!this.piece) return;
    const { begin, end } = this.piece;
    this.piece.seconds = this.timed ? Math.max(0, end - begin) : (performance.now() - this.began) / 1000;
  }
}

/** `randomUUID` exists only on https; classrooms reach a school's own server by http. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 15) | 64;
  bytes[8] = ((bytes[8] ?? 0) & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
