// The files that lie beside the script, each held to its integrity hash.

import { FILES } from "./built.js";

const script = new URL(import.meta.url);
const folder = new URL(".", script);

/** The address of the service: the folder of the script, without a slash at its end. */
export const api = folder.href.replace(/\/$/, "");

/** The site named by the script's own address, or "default". */
export const scriptSite = script.searchParams.get("site") || "default";

/** Fetches one entry of the table: [name, integrity]. */
export const fetchFile = async ([name, integrity]) => {
  const response = await fetch(new URL(name, folder), { integrity, credentials: "omit", mode: "cors" });
  if (!response.ok) throw new Error(`${name}: status ${response.status}`);
  return response;
};

/** What `make` promised for this key, made once; a failure is forgotten, so that asking again tries again. */
export const kept = (known, key, make) => {
  let promise = known.get(key);
  if (!promise) {
    promise = make();
    known.set(key, promise);
    promise.catch(() => known.delete(key));
  }
  return promise;
};
