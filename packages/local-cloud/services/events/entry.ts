import { type JsonObject, parseObject } from '../../core/json';

/** Why an entry of PutEvents fails, in the words of AWS's answers to single entries; undefined where it is sound. */
export function faultOf({ Source, DetailType, Detail }: JsonObject): JsonObject | undefined {
  if (typeof Source !== 'string' || Source === '')
    return invalid('Parameter Source is not valid. Reason: Source is a required argument.');
  if (Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  if (typeof DetailType !== 'string' || DetailType === '')
    return invalid('Parameter DetailType is not valid. Reason: DetailType is a required argument.');
  if (typeof Detail !== 'string')
    return invalid('Parameter Detail is not valid. Reason: Detail is a required argument.');
  return parseObject(Detail) ? undefined : invalid('Detail is malformed.');
}

function invalid(message: string): JsonObject {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: message };
}
