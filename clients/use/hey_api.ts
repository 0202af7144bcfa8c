// With @hey-api/openapi-ts: a function for each operation.
import { getEntry } from "./hey-api";
import { client } from "./hey-api/client.gen";
import type { Entry } from "./hey-api";

declare const process: { argv: string[] };

const entry = async (baseUrl: string): Promise<Entry> => {
  client.setConfig({ baseUrl });
  const { data, error } = await getEntry({ path: { lang: "fr", id: "csam" } });
  if (!data) throw new Error(JSON.stringify(error));
  return data;
};

entry(process.argv[2]).then(({ id, language, fallback, usage, vetting }) =>
  console.log(JSON.stringify({ id, language, reason: fallback?.reason, usage, status: vetting.status })),
);
