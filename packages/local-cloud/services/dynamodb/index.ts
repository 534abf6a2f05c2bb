import type { ServiceFactory } from '../../core/service';
import { dynamoDb } from './dynamodb';

export const services: ServiceFactory = (cloud) => [dynamoDb(cloud)];
