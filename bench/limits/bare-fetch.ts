/** Sends a body with nothing but `fetch`: what a deliverer cannot do without. */
export function fetchBare(url: string): (body: string) => Promise<void> {
  return async (body) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer a-key-of-the-bench' };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.text();
  };
}
