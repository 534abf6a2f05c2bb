import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { HttpRequest, HttpResponse } from '../../../core/http/message';
import { LARGEST_BODY } from '../../../core/http/server';
import { GatewayServer } from '../../../gateway/server';
import { ViewerServer } from '../../../services/cloudfront/edge/viewer-server';

const ROOT = join(__dirname, '..', '..', '..');

let server: GatewayServer;
let asked: HttpRequest[];
let response: HttpResponse;

beforeEach(async () => {
  asked = [];
  response = { statusCode: 200, headers: {}, body: 'well' };
  server = await GatewayServer.listen(
    0,
    async (request) => {
      asked.push(request);
      return response;
    },
    () => undefined,
  );
});

afterEach(() => server.close());

test('a header that occurs several times is sent several times', async () => {
  const cookies = ['a=1; Path=/', 'b=2; Expires=Tue, 24 Nov 2026 00:00:00 GMT'];
  response = { ...response, headers: { 'set-cookie': cookies, 'x-one': '1' } };
  const { headers } = await fetch(server.url);
  expect(headers.getSetCookie()).toEqual(cookies);
  expect(headers.get('x-one')).toBe('1');
});

test('a stop lets the request under way finish, and does not wait for the next', async () => {
  const steps = new EventEmitter();
  const answer = async () => {
    steps.emit('asked');
    await once(steps, 'answer');
    return response;
  };
  const slow = await GatewayServer.listen(0, answer, () => undefined);
  const agent = new Agent({ keepAlive: true });
  const sent = request(slow.url, { agent }).end();
  await once(steps, 'asked');
  const started = performance.now();
  const closed = slow.close();
  steps.emit('answer');
  const [answered] = (await once(sent, 'response')) as [IncomingMessage];
  answered.resume();
  await closed;
  expect(answered.statusCode).toBe(200);
  expect(performance.now() - started).toBeLessThan(2_000);
  agent.destroy();
});

describe('a connection that is kept for the next request', () => {
  const viewers = { find: () => undefined, handle: () => Promise.reject(), log: () => undefined };
  const opened = {
    'the gateway': () =>
      GatewayServer.listen(
        0,
        async () => response,
        () => undefined,
      ),
    'the edge': () => ViewerServer.listen(0, viewers),
  };

  // Node names the end that it has in mind, 5 s unless told, and a client that comes later is cut off.
  test.each(Object.entries(opened))('is not closed by %s while it is idle', async (_name, listen) => {
    const listening = await listen();
    const { headers } = await fetch(listening.url);
    expect(headers.get('connection')).toBe('keep-alive');
    expect(headers.get('keep-alive')).toBeNull();
    await listening.close();
  });

  test.each(Object.entries(opened))('does not hold up a stop of %s', async (_name, listen) => {
    const listening = await listen();
    const agent = new Agent({ keepAlive: true });
    const sent = request(listening.url, { agent }).end();
    const [answered] = (await once(sent, 'response')) as [IncomingMessage];
    answered.resume();
    const { socket } = answered;
    await Promise.all([once(socket, 'close'), listening.close()]);
    expect(socket.destroyed).toBe(true);
    agent.destroy();
  });
});

test('every server of the local cloud is opened and closed by the same rules', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const sources = files
    .filter((file) => /^(?!__tests__).*\.(ts|cjs)$/.test(file))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]);
  const servers = sources.filter(([, text = '']) => /createServer\(/.test(text)).map(([file]) => file);
  expect(servers).toEqual(['core/http/server.ts']);
});

/** Sends lines of HTTP and reads until the server ends the connection. */
async function exchange(...lines: string[]): Promise<string> {
  const socket = open();
  socket.write(lines.join('\r\n'));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

function open(): Socket {
  return connect(Number(new URL(server.url).port), '127.0.0.1');
}

const websocket = (path: string) => [
  `GET ${path} HTTP/1.1`,
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  '',
  '',
];

describe('a connection that asks for another protocol', () => {
  test('is refused where nothing takes it', async () => {
    expect(await exchange(...websocket('/chat?x=1'))).toMatch(
      /^HTTP\/1\.1 404 Not Found\r\n.*Nothing of this stack takes a WebSocket at \/chat\.$/s,
    );
    expect(asked).toEqual([]);
  });

  test('is refused and ended, though the client stays', async () => {
    const client = open();
    client.write(websocket('/chat').join('\r\n'));
    const [answer] = await once(client, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 Not Found/);
    await server.close();
    client.destroy();
  });

  test('is refused where a page of another site asks for it', async () => {
    server.upgradeBy({ accept: () => true, close: async () => undefined });
    const [first = '', ...rest] = websocket('/chat');
    const answer = await exchange(first, 'Origin: https://example.com', ...rest);
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  test('is given to whom takes it, and ended with the server', async () => {
    const taken: Duplex[] = [];
    server.upgradeBy({
      accept: ({ request, socket }) => {
        taken.push(socket);
        socket.write(`${request.path} ${request.query.get('x')} ${request.headers['host']}`);
        return true;
      },
      close: async () => {
        for (const socket of taken) socket.destroy();
      },
    });
    const client = open();
    client.write(websocket('/chat?x=1').join('\r\n'));
    const [first] = (await once(client, 'data')) as [Buffer];
    expect(String(first)).toBe('/chat 1 localhost');
    await Promise.all([once(client, 'close'), server.close()]);
  });

  test.each([
    ['in one piece', 'POST'],
    ['also without a body', 'GET'],
  ])('but a WebSocket is answered as if it had not asked, %s', async (_label, method) => {
    const body = method === 'POST' ? 'the body' : '';
    const answer = await exchange(
      `${method} /somewhere?a=b HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      'X-Amz-Target: DynamoDB_20120810.ListTables',
      `Content-Length: ${body.length}`,
      '',
      `${body}GET /next HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
    // The server takes the second one up while the first is under way.
    asked.sort((a, b) => b.path.localeCompare(a.path));
    expect(asked.map(({ path, body: sent }) => [path, String(sent)])).toEqual([
      ['/somewhere', body],
      ['/next', ''],
    ]);
    expect(asked[0]?.query.get('a')).toBe('b');
    expect(asked[0]?.headers).toMatchObject({ 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    expect(asked[0]?.headers).not.toHaveProperty('upgrade');
  });
});

test('a body that is larger than any service takes is refused by an answer that the client can read', async () => {
  const { status } = await fetch(server.url, { method: 'POST', body: Buffer.alloc(LARGEST_BODY + 1) });
  expect(status).toBe(413);
  expect(asked).toEqual([]);
});
