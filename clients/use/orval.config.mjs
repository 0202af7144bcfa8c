export default {
  glossary: {
    input: "./api.json",
    // Its client takes no address at run time: the function asks whoever is named first on the command line.
    output: { target: "./orval/api.ts", client: "fetch", mode: "single", override: { mutator: { path: "./orval_fetch.ts", name: "ask" } } },
  },
};
