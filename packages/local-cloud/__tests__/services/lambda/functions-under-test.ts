import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Json, JsonObject } from '../../../core/json';
import type { Attributes, Service } from '../../../core/service';
import { lambda } from '../../../services/lambda/lambda';
import { ROLE, type StandInCloud, standInCloud } from './stand-in-cloud';

let requests = 0;

/** A Lambda service with functions made from source text, zipped as a bundle is. */
export class FunctionsUnderTest {
  readonly cloud: StandInCloud;
  readonly service: Service;
  private readonly folder = mkdtempSync(join(tmpdir(), 'local-cloud-lambda-test-'));

  constructor() {
    this.cloud = standInCloud(this.folder);
    this.service = lambda(this.cloud);
  }

  /** Provisions a function whose index.js is `source`, or whose files are given. */
  async add(
    name: string,
    source: string | Record<string, string>,
    config: JsonObject = {},
  ): Promise<Attributes> {
    const files = typeof source === 'string' ? { 'index.js': source } : source;
    const entries = Object.entries(files).map(([path, text]) => [path, strToU8(text)] as const);
    writeFileSync(join(this.folder, `${name}.zip`), zipSync(Object.fromEntries(entries)));
    return this.provision('aws_lambda_function', {
      function_name: name,
      filename: `${name}.zip`,
      handler: 'index.handler',
      runtime: 'nodejs22.x',
      role: ROLE,
      ...config,
    });
  }

  provision(type: string, config: JsonObject): Promise<Attributes> {
    return this.service.provision({ type, name: 'it', address: `${type}.it`, config });
  }

  call(action: string, input: JsonObject): Promise<Json> {
    const requestId = `request-${++requests}`;
    return this.service.handle({
      action,
      input,
      principal: { kind: 'developer' },
      requestId,
      traceId: 'trace-1',
    });
  }

  /** Invokes a function and answers what AWS's output has, its payload parsed. */
  async invoke(
    name: string,
    event: Json,
    more: JsonObject = {},
  ): Promise<{ error?: Json; payload: Json; log?: string }> {
    const input = { FunctionName: name, Payload: JSON.stringify(event), ...more };
    const { FunctionError, Payload, LogResult } = (await this.call('Invoke', input)) as JsonObject;
    return {
      ...(FunctionError !== undefined && { error: FunctionError }),
      payload: JSON.parse(String(Payload)),
      ...(LogResult !== undefined && { log: Buffer.from(String(LogResult), 'base64').toString() }),
    };
  }

  async stop(): Promise<void> {
    await this.service.stop();
    this.cloud.clock.stop();
    rmSync(this.folder, { recursive: true });
  }
}
