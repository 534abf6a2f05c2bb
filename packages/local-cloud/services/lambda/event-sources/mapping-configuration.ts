import type { JsonObject } from '../../../core/json';
import type { MappingSettings } from './mapping-settings';

/** A mapping as the API tells of it: https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
export function configurationOf(
  settings: MappingSettings,
  arn: string,
  functionArn: string,
  modifiedAt: number,
): JsonObject {
  const filters = settings.filters.map(({ pattern }) => ({ Pattern: JSON.stringify(pattern) }));
  return {
    UUID: settings.uuid,
    EventSourceMappingArn: arn,
    FunctionArn: functionArn,
    EventSourceArn: settings.sourceArn,
    State: settings.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    LastModified: modifiedAt / 1000,
    BatchSize: settings.batchSize,
    MaximumBatchingWindowInSeconds: settings.windowSeconds,
    FunctionResponseTypes: settings.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters } }),
    ...(settings.source === 'stream' ? ofStream(settings) : ofQueue(settings)),
  };
}

function ofStream(settings: MappingSettings): JsonObject {
  const destination = settings.onFailure === undefined ? {} : { Destination: settings.onFailure };
  return {
    StartingPosition: settings.startingPosition,
    BisectBatchOnFunctionError: settings.bisects,
    MaximumRetryAttempts: settings.mostRetries ?? -1,
    MaximumRecordAgeInSeconds: settings.mostAgeSeconds ?? -1,
    ParallelizationFactor: 1,
    DestinationConfig: { OnFailure: destination },
  };
}

function ofQueue({ mostConcurrent }: MappingSettings): JsonObject {
  return { ScalingConfig: { MaximumConcurrency: mostConcurrent } };
}
