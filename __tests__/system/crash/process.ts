import { LocalCloud } from '@keyhold/local-cloud';

/** The process to be killed: runs the stack of one folder on the data of another, and says where. */
async function main([artifact = '', dataDirectory = '']: string[]): Promise<void> {
  const cloud = await LocalCloud.start({
    artifact,
    dataDirectory,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${cloud.gatewayUrl} ${cloud.edgeUrl}\n`);
}

void main(process.argv.slice(2));
