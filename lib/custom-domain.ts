import { DomainName, EndpointAccessMode, EndpointType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import { TLS_POLICY } from './connect-api';

export interface CustomDomainProps {
  readonly name: string;
  readonly certificateArn: string;
  readonly api: RestApi;
}

/** A host name of the retailer's own in front of the API, without a stage in its paths. */
export class CustomDomain extends Construct {
  readonly hostName: string;
  /** What the host name's CNAME or alias record has to point to. */
  readonly target: string;

  constructor(scope: Construct, id: string, props: CustomDomainProps) {
    super(scope, id);
    this.hostName = props.name;
    const domain = new DomainName(this, 'Domain', {
      domainName: props.name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', props.certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: TLS_POLICY,
      endpointAccessMode: EndpointAccessMode.STRICT,
      mapping: props.api,
    });
    this.target = domain.domainNameAliasDomainName;
  }
}
