/** The service worker: each of its parts adds its own listeners. A new part is one line in the list. */
import { offline } from "./worker/offline.ts";
import { push } from "./worker/push.ts";
import type { Worker } from "./worker/worker.ts";

const parts: ((worker: Worker) => void)[] = [offline, push];

for (const part of parts) part(self as unknown as Worker);
