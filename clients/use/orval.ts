// With orval: a function for each operation, its parameters by position.
import { getEntry } from "./orval/api";
import type { Entry } from "./orval/api";

const entry = async (): Promise<Entry> => {
  const answer = await getEntry("fr", "csam");
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.data));
  return answer.data;
};

entry().then(({ id, language, fallback, usage, vetting }) =>
  console.log(JSON.stringify({ id, language, reason: fallback?.reason, usage, status: vetting.status })),
);
