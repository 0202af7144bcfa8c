// A frame on somebody else's page. It works without this script; with it the frame has the height of its text.
const settings = new URLSearchParams(location.hash.replace(/^#\?/, ""));
const secret = settings.get("secret");

// Light or dark, as the address says, or the page around the frame in a message; few browsers tell a frame by themselves.
const paint = (scheme) => {
  if (/^(light|dark|light dark)$/.test(scheme)) {
    document.documentElement.style.colorScheme = scheme;
  }
};

// WordPress and AMP each have their own words for the height. WordPress listens only some time after the frame has loaded, and
// asks “ready” only some time before: either alone is lost now and then, so both.
const tell = () => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ message: "height", value: height, secret }, "*");
  parent.postMessage({ sentinel: "amp", type: "embed-size", height }, "*");
};

// In a sandbox without an origin, as WordPress makes it, a link opens nothing. WordPress opens links to the frame's own host for
// it; help leads there over our own list.
const ask = (event) => {
  const link = event.target.closest("a");
  if (link) {
    const ours = link.host === location.host ? link : document.querySelector("a[rel~=help]");
    parent.postMessage({ message: "link", value: ours.href, secret }, "*");
  }
};

const chosen = settings.get("scheme");
paint(chosen);

if (parent !== window) {
  addEventListener("load", tell);
  addEventListener("resize", tell);
  addEventListener("message", (event) => {
    const data = event.source === parent && event.data;
    if (data && data.message === "ready") {
      tell();
    }
    if (data && data.message === "scheme" && !chosen) {
      paint(data.value);
    }
  });
  if (origin === "null") {
    addEventListener("click", ask);
  }
}
