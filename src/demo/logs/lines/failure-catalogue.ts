import type { Family } from './voice.ts';

/** A way to fail: an exception's type, its text and where it was thrown. */
export interface Failure {
  type: string;
  /** `#` stands for a number that differs from one invocation to the next. */
  message: string;
  /** Innermost first, in the words of the runtime. */
  frames: readonly string[];
}

const NODE_RUNTIME = 'Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1206:29)';

function node(type: string, message: string, ...frames: string[]): Failure {
  return { type, message, frames: [...frames, NODE_RUNTIME] };
}

/** How handlers of each runtime fail. */
export const FAILURES: Readonly<Record<Family, readonly Failure[]>> = {
  node: [
    node(
      'TypeError',
      "Cannot read properties of undefined (reading 'amount')",
      'toMinorUnits (/var/task/src/money.js:14:23)',
      'Runtime.handler (/var/task/index.js:48:31)',
    ),
    node(
      'AxiosError',
      'Request failed with status code 503',
      'settle (/var/task/node_modules/axios/dist/node/axios.cjs:2049:12)',
      'IncomingMessage.handleStreamEnd (/var/task/node_modules/axios/dist/node/axios.cjs:3166:11)',
      'process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    ),
    node(
      'ConditionalCheckFailedException',
      'The conditional request failed',
      'throwDefaultError (/var/task/node_modules/@smithy/smithy-client/dist-cjs/index.js:388:20)',
      'Runtime.handler (/var/task/index.js:91:5)',
    ),
    node(
      'Error',
      'connect ETIMEDOUT 10.0.3.17:5432',
      'TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)',
      'Pool.connect (/var/task/node_modules/pg-pool/index.js:45:11)',
    ),
    node(
      'SyntaxError',
      'Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
      'JSON.parse (<anonymous>)',
      'parseBody (/var/task/src/http.js:22:17)',
      'Runtime.handler (/var/task/index.js:37:20)',
    ),
    node(
      'ValidationError',
      '"currency" must be one of [EUR, GBP, SEK], order #',
      'assertValid (/var/task/src/validate.js:9:11)',
      'Runtime.handler (/var/task/index.js:29:3)',
    ),
    node(
      'TimeoutError',
      'Socket timed out without establishing a connection within 1000 ms',
      'Timeout._onTimeout (/var/task/node_modules/@smithy/node-http-handler/dist-cjs/index.js:65:19)',
      'listOnTimeout (node:internal/timers:588:17)',
    ),
  ],
  python: [
    {
      type: 'KeyError',
      message: "'customer_id'",
      frames: [
        'File "/var/task/app.py", line 87, in build_record|customer = event["detail"]["customer_id"]',
        'File "/var/task/app.py", line 41, in lambda_handler|return build_record(event, context)',
      ],
    },
    {
      type: 'ValueError',
      message: "invalid literal for int() with base 10: 'n/a'",
      frames: [
        'File "/var/task/parsing.py", line 23, in quantity_of|return int(row["quantity"])',
        'File "/var/task/app.py", line 52, in lambda_handler|total += quantity_of(row)',
      ],
    },
    {
      type: 'OperationalError',
      message: 'connection to server at "10.0.2.41", port 5432 failed: timeout expired',
      frames: [
        'File "/opt/python/psycopg2/__init__.py", line 122, in connect|conn = _connect(dsn, **kwasync)',
        'File "/var/task/app.py", line 30, in lambda_handler|with connection() as db:',
      ],
    },
    {
      type: 'ClientError',
      message:
        'An error occurred (ProvisionedThroughputExceededException) when calling the PutItem operation (reached max retries: 4): The level of configured provisioned throughput for the table was exceeded.',
      frames: [
        'File "/var/runtime/botocore/client.py", line 1026, in _make_api_call|raise error_class(parsed_response, operation_name)',
        'File "/var/task/app.py", line 66, in lambda_handler|table.put_item(Item=item)',
      ],
    },
    {
      type: 'JSONDecodeError',
      message: 'Expecting value: line 1 column 1 (char 0)',
      frames: [
        'File "/var/lang/lib/python3.12/json/decoder.py", line 355, in raw_decode|raise JSONDecodeError("Expecting value", s, err.value) from None',
        'File "/var/task/app.py", line 19, in lambda_handler|payload = json.loads(response.read())',
      ],
    },
    {
      type: 'TypeError',
      message: "'NoneType' object is not subscriptable",
      frames: [
        'File "/var/task/enrich.py", line 58, in with_region|row["region"] = lookup(row["postcode"])["region"]',
        'File "/var/task/app.py", line 44, in lambda_handler|rows = [with_region(row) for row in rows]',
      ],
    },
  ],
  java: [
    {
      type: 'java.lang.NullPointerException',
      message: 'Cannot invoke "com.example.orders.Order.getLines()" because "order" is null',
      frames: [
        'com.example.orders.OrderMapper.toView(OrderMapper.java:61)',
        'com.example.App.handleRequest(App.java:48)',
        'java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(Unknown Source)',
      ],
    },
    {
      type: 'java.sql.SQLTransientConnectionException',
      message: 'HikariPool-1 - Connection is not available, request timed out after 5000ms.',
      frames: [
        'com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:696)',
        'com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:181)',
        'com.example.App.handleRequest(App.java:55)',
      ],
    },
    {
      type: 'java.lang.IllegalStateException',
      message: 'Ledger account # is closed',
      frames: [
        'com.example.ledger.Ledger.post(Ledger.java:118)',
        'com.example.App.handleRequest(App.java:73)',
      ],
    },
    {
      type: 'software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException',
      message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]',
      frames: [
        'software.amazon.awssdk.core.internal.http.CombinedResponseHandler.handleErrorResponse(CombinedResponseHandler.java:125)',
        'com.example.App.handleRequest(App.java:80)',
      ],
    },
  ],
  dotnet: [
    {
      type: 'System.NullReferenceException',
      message: 'Object reference not set to an instance of an object.',
      frames: [
        'App.Mapping.ToDto(CreditNote note) in /src/App/Mapping.cs:line 37',
        'App.Function.FunctionHandler(Request request, ILambdaContext context) in /src/App/Function.cs:line 52',
      ],
    },
    {
      type: 'System.Net.Http.HttpRequestException',
      message: 'Response status code does not indicate success: 502 (Bad Gateway).',
      frames: [
        'System.Net.Http.HttpResponseMessage.EnsureSuccessStatusCode()',
        'App.Function.FunctionHandler(Request request, ILambdaContext context) in /src/App/Function.cs:line 61',
      ],
    },
    {
      type: 'System.TimeoutException',
      message: 'The operation has timed out.',
      frames: ['App.Edi.Channel.Send(Byte[] frame) in /src/App/Edi/Channel.cs:line 144'],
    },
  ],
  go: [
    {
      type: 'runtime.errorString',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      frames: [
        'main.(*Vault).lookup(0x0, {0xc0001a2000, 0x24})|/build/vault.go:88 +0x1d',
        'main.handler(...)|/build/main.go:41',
      ],
    },
    {
      type: 'runtime.boundsError',
      message: 'runtime error: index out of range [#] with length 4',
      frames: [
        'main.decodeFrame({0xc00012e000, 0x3, 0x200})|/build/frame.go:57 +0x14c',
        'main.handler(...)|/build/main.go:33',
      ],
    },
    {
      type: '*errors.errorString',
      message: 'upstream closed the connection',
      frames: [
        'main.forward(0xc0000b4000)|/build/forward.go:102 +0x2a5',
        'main.handler(...)|/build/main.go:52',
      ],
    },
  ],
  ruby: [
    {
      type: 'Function<NoMethodError>',
      message: "undefined method 'weight' for nil",
      frames: ["/var/task/label.rb:31:in 'build'", "/var/task/app.rb:14:in 'handler'"],
    },
    {
      type: 'Function<Net::ReadTimeout>',
      message: 'Net::ReadTimeout with #<TCPSocket:(closed)>',
      frames: [
        "/var/lang/lib/ruby/3.3.0/net/protocol.rb:229:in 'rbuf_fill'",
        "/var/task/app.rb:22:in 'handler'",
      ],
    },
  ],
};

/** How initialisations of each runtime fail: before any handler runs. */
export const INIT_FAILURES: Readonly<Record<Family, readonly Failure[]>> = {
  node: [
    {
      type: 'Runtime.ImportModuleError',
      message:
        "Error: Cannot find module './pricing'\nRequire stack:\n- /var/task/index.js\n- /var/runtime/index.mjs",
      frames: [
        '_loadUserApp (file:///var/runtime/index.mjs:1084:17)',
        'async start (file:///var/runtime/index.mjs:1282:23)',
      ],
    },
    {
      type: 'Runtime.UserCodeSyntaxError',
      message: 'SyntaxError: Unexpected end of input',
      frames: [
        '_loadUserApp (file:///var/runtime/index.mjs:1084:17)',
        'async start (file:///var/runtime/index.mjs:1282:23)',
      ],
    },
  ],
  python: [
    {
      type: 'Runtime.ImportModuleError',
      message: "Unable to import module 'app': No module named 'pydantic_core._pydantic_core'",
      frames: [],
    },
  ],
  java: [
    {
      type: 'java.lang.ClassNotFoundException',
      message: 'Class not found: com.example.App',
      frames: [
        'java.base/java.net.URLClassLoader.findClass(Unknown Source)',
        'java.base/java.lang.ClassLoader.loadClass(Unknown Source)',
      ],
    },
  ],
  dotnet: [
    {
      type: 'Amazon.Lambda.RuntimeSupport.ExceptionHandling.LambdaValidationException',
      message:
        "Could not find the specified handler assembly with the file name 'App, Culture=neutral, PublicKeyToken=null'.",
      frames: ['Amazon.Lambda.RuntimeSupport.Bootstrap.UserCodeLoader.Init(Action`1 customerLoggingAction)'],
    },
  ],
  go: [
    {
      type: 'Runtime.ExitError',
      message: 'panic: required environment variable VAULT_URL is not set',
      frames: [],
    },
  ],
  ruby: [
    {
      type: 'Init<LoadError>',
      message: 'cannot load such file -- nokogiri',
      frames: ["/var/task/app.rb:2:in 'require'"],
    },
  ],
};
