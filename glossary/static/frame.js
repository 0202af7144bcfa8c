// Tells the page around the frame how high it is: WordPress and AMP each have their own words for it. WordPress listens only
// some time after the frame has loaded, and asks “ready” only some time before: either alone is lost now and then, so both.
const secret = new URLSearchParams(location.hash.replace(/^#\?/, "")).get("secret");

const tell = () => {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  parent.postMessage({ message: "height", value: height, secret }, "*");
  parent.postMessage({ sentinel: "amp", type: "embed-size", height }, "*");
};

if (parent !== window) {
  addEventListener("load", tell);
  addEventListener("resize", tell);
  addEventListener("message", (event) => {
    if (event.source === parent && event.data && event.data.message === "ready") {
      tell();
    }
  });
}
