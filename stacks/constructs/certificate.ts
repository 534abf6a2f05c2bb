import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

export interface Domain {
  readonly name: string;
  readonly hostedZoneId: string;
}

/** A certificate for one name, validated (and renewed) by a DNS record in its zone. */
export class Certificate extends Construct {
  /** Known once the certificate is issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, hostedZoneId }: Domain) {
    super(scope, id);
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: name,
      validationMethod: 'DNS',
      // A certificate in use cannot be deleted: the new one is created first.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, 'proof', {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      allowOverwrite: true,
    });
    this.arn = new AcmCertificateValidation(this, 'issued', {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    }).certificateArn;
  }
}
