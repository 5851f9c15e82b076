/**
 * Passkeys (Web Authentication, level 2): asks the device, puts its answer into the form, sends it.
 *
 *   <form data-island="passkey" data-options="id of a JSON script" | data-options-url="/…" hidden>
 *     <input type="hidden" name="credential">
 *     <button type="submit">…</button>
 *     <p data-passkey-error data-failed="…" hidden></p>
 *   </form>
 *
 * The form shows itself where the browser knows passkeys; [data-passkey-missing] beside it goes.
 * Options with `publicKey.user` make a passkey, others use one.
 */
import type { Island } from "../island.ts";

type Json = Record<string, unknown>;
type Options = { publicKey: Json & { challenge: string; user?: Json & { id: string } } };

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list: unknown): Json[] =>
  ((list ?? []) as Json[]).map((entry) => ({ ...entry, id: bytes(entry.id as string) }));

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const { options, optionsUrl } = form.dataset;
  if (!optionsUrl) return JSON.parse(document.getElementById(options ?? "")?.textContent ?? "") as Options;
  const response = await fetch(optionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${optionsUrl} answered ${response.status}`);
  return ((await response.json()) as { request_options: Options }).request_options;
}

async function ask({ publicKey }: Options): Promise<PublicKeyCredential | null> {
  const challenge = bytes(publicKey.challenge);
  if (!publicKey.user) {
    const allowCredentials = withBytes(publicKey.allowCredentials);
    const request = { ...publicKey, challenge, allowCredentials } as unknown as PublicKeyCredentialRequestOptions;
    return (await navigator.credentials.get({ publicKey: request })) as PublicKeyCredential | null;
  }
  const user = { ...publicKey.user, id: bytes(publicKey.user.id) };
  const excludeCredentials = withBytes(publicKey.excludeCredentials);
  const creation = { ...publicKey, challenge, user, excludeCredentials } as unknown as PublicKeyCredentialCreationOptions;
  return (await navigator.credentials.create({ publicKey: creation })) as PublicKeyCredential | null;
}

/** The credential as JSON, every buffer in base64url (WebAuthn level 3, 5.1.9.1). */
function serialised(credential: PublicKeyCredential): string {
  const response: Json = { clientDataJSON: text(credential.response.clientDataJSON) };
  if (credential.response instanceof AuthenticatorAttestationResponse) {
    response.attestationObject = text(credential.response.attestationObject);
  } else {
    const { authenticatorData, signature, userHandle } = credential.response as AuthenticatorAssertionResponse;
    response.authenticatorData = text(authenticatorData);
    response.signature = text(signature);
    if (userHandle) response.userHandle = text(userHandle);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

export const passkey: Island<HTMLFormElement> = (form) => {
  // Passkeys belong to a name, so an address of numbers has none.
  if (!("PublicKeyCredential" in window) || /^[\d.]+$|:/.test(location.hostname)) return;
  form.hidden = false;
  form.parentElement?.querySelector("[data-passkey-missing]")?.remove();
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const error = form.querySelector<HTMLElement>("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (error) error.hidden = true;
    button?.setAttribute("aria-busy", "true");
    try {
      const credential = await ask(await optionsOf(form));
      if (!credential) throw new Error("the device gave no passkey");
      (form.elements.namedItem("credential") as HTMLInputElement).value = serialised(credential);
      form.submit();
    } catch (reason) {
      console.info("passkey:", reason);
      if (!error) return;
      error.textContent = error.dataset.failed ?? "";
      error.hidden = false;
    } finally {
      button?.removeAttribute("aria-busy");
    }
  });
};
