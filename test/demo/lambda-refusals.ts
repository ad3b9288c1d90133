/** A refusal of Lambda as it goes over the wire: clients that nobody here wrote read it. */
export interface Refusal {
  name: string;
  status: number;
  body: Readonly<Record<string, string>>;
}
/** What is asked, and what comes of it. */
export type Row = readonly [request: string, body: object | undefined, refusal: Refusal];

/** A parameter that cannot be. */
export const invalid = (message: string): Refusal => ({
  name: 'InvalidParameterValueException',
  status: 400,
  body: { Type: 'User', message },
});
/** Something else is in the way. */
export const conflict = (message: string): Refusal => ({
  name: 'ResourceConflictException',
  status: 409,
  body: { Type: 'User', message },
});
/** Something is not there; this one spells it `Message`. */
export const notFound = (Message: string): Refusal => ({
  name: 'ResourceNotFoundException',
  status: 404,
  body: { Type: 'User', Message },
});
/** A member that breaks its model's constraint; `value` as the text has it, quoted or null. */
export const violation = (value: string, member: string, constraint: string): Refusal => ({
  name: 'ValidationException',
  status: 400,
  body: {
    message: `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  },
});

/** Sends `METHOD path` with a JSON body and reads what comes back the way a refusal is written here. */
export async function send(endpoint: string, [request, body]: Row): Promise<Refusal> {
  const [method = '', path = ''] = request.split(' ');
  const reply = await fetch(endpoint + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    name: reply.headers.get('x-amzn-ErrorType') ?? '',
    status: reply.status,
    body: (await reply.json()) as Refusal['body'],
  };
}
