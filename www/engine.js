// The wasm, once per page: the main module, and the pieces cut out of it.
//
// A piece links to the exports of the main module (its memory, its table of functions), so it is fetched beside the
// main module and instantiated after it. The main module asks for a part by calling an import named after it.

import { FILES, bindGlue } from "./built.js";
import { fetchFile, kept } from "./files.js";

const running = new Map();
const responses = new Map();
const pieces = new Map();
let consent = null;

/** What the visitor said about storing things on the device: true, false, or null while nobody said. */
export const consentGiven = () => consent;

/** Tells every element of the page what the visitor said to the host's consent manager. */
export const setConsent = (granted) => {
  consent = Boolean(granted);
  running.get("main")?.then((glue) => glue.setConsent(consent)).catch(() => {});
};

const fetchPiece = (piece) => kept(responses, piece, () => fetchFile(FILES.pieces[piece]));

const instantiate = async (response, imports) =>
  response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.instantiateStreaming(response, imports)
    : WebAssembly.instantiate(await response.arrayBuffer(), imports);

const loadPiece = (piece) =>
  kept(pieces, piece, async () => {
    const response = await fetchPiece(piece);
    // Its body can be read once: after a failure it is fetched again.
    responses.delete(piece);
    return instantiate(response, { __wasm_split: glue.exports() });
  });

const loadPart = async (part, callback, data) => {
  try {
    const isLoaded = await Promise.all(FILES.parts[part].map(loadPiece)).then(() => true, () => false);
    glue.exports().__indirect_function_table.get(callback)(data, isLoaded);
  } catch {
    // The main module has trapped; whoever called it last has reported that.
  }
};

const splits = {};
for (const part of Object.keys(FILES.parts)) {
  splits[`__wasm_split_load_${part}`] = (callback, data) => void loadPart(part, callback, data);
}
const glue = bindGlue(splits);

/** Starts the main module with the part beside it; gives { mount, setConsent } once both are there. */
export const start = async (part) => {
  if (typeof WebAssembly !== "object") throw new Error("no WebAssembly here");
  const main = kept(running, "main", async () => {
    // A page's first use of Intl costs as much as drawing the element: better while the wasm is on its way.
    setTimeout(Intl.DateTimeFormat);
    const { instance, module } = await instantiate(await fetchFile(FILES.main), glue.imports());
    glue.finish(instance, module);
    if (consent !== null) glue.setConsent(consent);
    return glue;
  });
  const needed = FILES.parts[part] ?? [];
  // Asking for a file is work too: the pieces are asked for in a task of their own.
  await new Promise((resolve) => setTimeout(resolve));
  for (const piece of needed) if (!pieces.has(piece)) fetchPiece(piece).catch(() => {});
  await main;
  await Promise.all(needed.map(loadPiece));
  return glue;
};
