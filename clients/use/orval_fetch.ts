// What orval's client fetches with: the address is the program's first argument.
declare const process: { argv: string[] };

export const ask = async <T>(url: string, options: RequestInit): Promise<T> => {
  const answer = await fetch(process.argv[2] + url, options);
  return { data: await answer.json(), status: answer.status, headers: answer.headers } as T;
};
