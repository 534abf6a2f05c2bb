import { DomainError } from '../../domain/errors';

export class ApartmentNotFound extends DomainError {
  override readonly name = 'ApartmentNotFound';

  constructor(apartmentId: string) {
    super(`There is no apartment ${apartmentId}. List the apartments to find the id of the one you mean.`);
  }
}

export class NotPaid extends DomainError {
  override readonly name = 'NotPaid';

  constructor(apartmentId: string) {
    super(
      `Apartment ${apartmentId} is not PAID. Only a paid apartment can be vacated; a hold ends by itself.`,
    );
  }
}
