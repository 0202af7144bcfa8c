// With openapi-typescript and its companion openapi-fetch: types, and functions named by paths.
import createClient from "openapi-fetch";
import type { components, paths } from "./openapi-typescript/api";

declare const process: { argv: string[] };

const entry = async (baseUrl: string): Promise<components["schemas"]["Entry"]> => {
  const client = createClient<paths>({ baseUrl });
  const { data, error } = await client.GET("/v1/{lang}/terms/{id}.json", { params: { path: { lang: "fr", id: "csam" } } });
  if (!data) throw new Error(JSON.stringify(error));
  return data;
};

entry(process.argv[2]).then(({ id, language, fallback, usage, vetting }) =>
  console.log(JSON.stringify({ id, language, reason: fallback?.reason, usage, status: vetting.status })),
);
