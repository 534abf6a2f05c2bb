/** What `npm run test:quick` leaves out: browsers, other processes, the whole system, and ten thousand schedules. */
module.exports = [
  '/__tests__/architecture\\.test\\.ts$',
  '/__tests__/asl/booking\\.test\\.ts$',
  '/__tests__/browser/',
  '/__tests__/cli/(conformance|local|plan|start)\\.test\\.ts$',
  '/__tests__/cli/deployment/',
  '/__tests__/functions/\\w+/bundle\\.test\\.ts$',
  '/__tests__/functions/payments/domain/laws\\.test\\.ts$',
  '/__tests__/policy/policy\\.test\\.ts$',
  '/__tests__/stacks/(synth|terraform)\\.test\\.ts$',
  '/__tests__/system/',
  '/__tests__/workflows\\.test\\.ts$',
  '/local-cloud/__tests__/.*-crash\\.test\\.ts$',
  '/local-cloud/__tests__/gateway/server\\.test\\.ts$',
  '/local-cloud/__tests__/services/lambda/clock\\.test\\.ts$',
  '/local-cloud/__tests__/services/stepfunctions/durability\\.test\\.ts$',
];
