/** Which function answers which resource of the REST API, as in the stack. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As in API Gateway: `/in/{platform}/{connectorId}`. */
  readonly resource: string;
  readonly functionName: 'inbound-receive' | 'outbound-receive';
}

const ROUTES: readonly Route[] = [
  { method: 'POST', resource: '/in/{platform}/{connectorId}', functionName: 'inbound-receive' },
  { method: 'POST', resource: '/out/{name}', functionName: 'outbound-receive' },
  { method: 'POST', resource: '/out/{name}/{connectorId}', functionName: 'outbound-receive' },
  { method: 'GET', resource: '/status', functionName: 'inbound-receive' },
  { method: 'GET', resource: '/in/{platform}/status', functionName: 'inbound-receive' },
  { method: 'GET', resource: '/out/{name}/status', functionName: 'outbound-receive' },
];

export interface Match {
  readonly route: Route;
  /** As they stand in the URL: a REST API does not decode them. */
  readonly parameters: Readonly<Record<string, string>>;
}

function parametersOf(resource: string, path: string): Record<string, string> | null {
  const wanted = resource.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return null;
    if (name !== undefined) parameters[name] = value;
  }
  return parameters;
}

/** The route of a request; null where API Gateway would answer "Missing Authentication Token". A trailing slash is ignored. */
export function match(method: string, path: string, routes = ROUTES): Match | null {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  for (const route of routes) {
    const parameters = route.method === method ? parametersOf(route.resource, trimmed) : null;
    if (parameters) return { route, parameters };
  }
  return null;
}
