import "./styles/index.ts";
import "htmx.org";
