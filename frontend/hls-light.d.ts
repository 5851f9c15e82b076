/** hls.js without subtitles, alternate audio and DRM has the same interface; the package types only the whole one. */
declare module "hls.js/light" {
  export { default } from "hls.js";
}
