import { outputJson, parseJsonBody } from './json.ts';
import type { Addressed, WireRequest } from './protocol.ts';
import { type Input, RawReply, type Route, type Service } from './service.ts';

/** REST with JSON bodies, as Lambda speaks it: method and dated path name the operation. */
export function addressRestJson(request: WireRequest, services: readonly Service[]): Addressed | undefined {
  const segments = request.path.replace(/\/$/, '').split('/');
  for (const service of services) {
    for (const route of service.routes ?? []) {
      const labels = match(route, request, segments);
      if (labels !== undefined) return addressed(service, route, labels, request);
    }
  }
  return undefined;
}

function addressed(service: Service, route: Route, labels: Input, request: WireRequest): Addressed {
  return {
    service,
    operation: route.operation,
    readInput: () => {
      const isJson = route.operation !== 'Invoke';
      return {
        ...(isJson ? parseJsonBody(request.body) : {}),
        ...readQuery(request.query),
        ...(isJson ? {} : readHeaders(request)),
        ...labels,
      };
    },
    writeOutput: (output) =>
      output instanceof RawReply
        ? { ...output, headers: { ...output.headers } }
        : {
            status: route.status,
            headers: { 'content-type': 'application/json' },
            body: route.status === 204 ? '' : outputJson(output),
          },
    writeError: (error) => ({
      status: error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-ErrorType': error.name, ...error.headers },
      body: JSON.stringify({ ...error.members, [error.messageKey]: error.message }),
    }),
  };
}

/** Members that Invoke carries in headers, as its body is the payload. */
const HEADER_MEMBERS = {
  InvocationType: 'x-amz-invocation-type',
  LogType: 'x-amz-log-type',
  ClientContext: 'x-amz-client-context',
} as const;

function readHeaders({ headers }: WireRequest): Input {
  return Object.fromEntries(
    Object.entries(HEADER_MEMBERS).map(([member, header]) => [member, headers[header]]),
  );
}

/** The query's parameters; one that is given several times is a list. */
function readQuery(query: URLSearchParams): Input {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}

/**
 * Routes from `METHOD /path/{Label}?Query=X status` by operation. Those that ask for a query come first,
 * so that `?List=ALL` wins over the bare path.
 */
export function compileRoutes(table: Readonly<Record<string, string>>): Route[] {
  const routes = Object.entries(table).map(([operation, text]): Route => {
    const [method = '', uri = '', status = '200'] = text.split(' ');
    const [path = '', query = ''] = uri.split('?');
    const required = [...new URLSearchParams(query)];
    return { operation, method, segments: path.split('/'), query: required, status: Number(status) };
  });
  return routes.sort((left, right) => right.query.length - left.query.length);
}

function match(route: Route, request: WireRequest, segments: readonly string[]): Input | undefined {
  if (route.method !== request.method || route.segments.length !== segments.length) return undefined;
  if (!route.query.every(([name, value]) => request.query.get(name) === value)) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, wanted] of route.segments.entries()) {
    const given = segments[index] ?? '';
    if (wanted.startsWith('{')) {
      const value = decodeSegment(given);
      if (value === undefined || value === '') return undefined;
      labels[wanted.slice(1, -1)] = value;
    } else if (wanted !== given) return undefined;
  }
  return labels;
}

function decodeSegment(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
