import "./styles/index.ts";
import "htmx.org";
import { define, watch } from "./island.ts";
import { addressCode } from "./islands/address-code.ts";
import { chart } from "./islands/chart.ts";
import { dialog } from "./islands/dialog.ts";
import { display } from "./islands/display.ts";
import { drawer } from "./islands/drawer.ts";
import { fileDrop } from "./islands/file-drop.ts";
import { errorSummary, form, guardForms, reveal } from "./islands/form.ts";
import { menu } from "./islands/menu.ts";
import { palette } from "./islands/palette.ts";
import { passkey } from "./islands/passkey.ts";
import { passwordRules } from "./islands/password-rules.ts";
import { progress } from "./islands/progress.ts";
import { selection } from "./islands/selection.ts";
import { listenForShortcuts } from "./islands/shortcuts.ts";
import { tabs } from "./islands/tabs.ts";
import { toasts } from "./islands/toasts.ts";
import { tree } from "./islands/tree.ts";

define("address-code", addressCode);
define("chart", chart);
define("dialog", dialog);
define("display", display);
define("drawer", drawer);
define("error-summary", errorSummary);
define("file-drop", fileDrop);
define("form", form);
define("menu", menu);
define("palette", palette);
define("passkey", passkey);
define("password-rules", passwordRules);
define("progress", progress);
define("reveal", reveal);
define("selection", selection);
define("tabs", tabs);
define("toasts", toasts);
define("tree", tree);

watch(document.body);
guardForms();
listenForShortcuts();

document.addEventListener("click", ({ target }) => {
  const act = (target as Element).closest("[data-go-back], [data-print]");
  if (act?.matches("[data-go-back]")) history.back();
  if (act?.matches("[data-print]")) window.print();
});
