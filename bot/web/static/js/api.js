// Calls to the server. A failure tells whether trying again makes sense.
import { setup, words } from "./setup.js";

export class Failure extends Error {
  constructor(status, message, retryAfter = 0) {
    super(message);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  // The message itself is fine: the network, the server or the rate was not.
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export async function post(path, body) {
  return ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout?.(20000),
  });
}

export async function get(path, signal) {
  return ask(path, { signal });
}

async function ask(path, options) {
  let response;
  let content;
  try {
    response = await fetch(`${setup.base}/${path}`, { credentials: "same-origin", cache: "no-store", ...options });
    content = await response.json();
  } catch {
    throw new Failure(response && !response.ok ? response.status : 0, words.error_network);
  }
  if (!response.ok) throw failure(response.status, content, response.headers.get("Retry-After"));
  return content;
}

function failure(status, content, retryAfter) {
  return new Failure(status, content?.message || words.error_network, Number(retryAfter) || 0);
}

// fetch cannot tell how far an upload is.
export function upload(file, progress) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => event.lengthComputable && progress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new Failure(0, words.error_network)));
    request.addEventListener("abort", () => reject(new Failure(0, words.upload_failed)));
    request.addEventListener("load", () => {
      let content = null;
      try {
        content = JSON.parse(request.responseText);
      } catch {
        // a proxy's own error page
      }
      if (request.status === 200 && content) resolve(content);
      else reject(failure(request.status, content, request.getResponseHeader("Retry-After")));
    });
  });
  const form = new FormData();
  form.append("file", file, file.name || "photo.jpg");
  request.open("POST", `${setup.base}/media`);
  request.send(form);
  return { done, abort: () => request.abort() };
}
