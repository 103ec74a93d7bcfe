/** Events as the audit log, CloudTrail and GuardDuty would write them, to try filters and rules on. */

/** `what` names it in a sentence: "get of secrets". */
export interface Sample {
  readonly what: string
  readonly event: object
}

interface Asked {
  readonly verb: string
  readonly resource: string
  readonly apiGroup?: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  readonly code?: number
  readonly user?: string
  readonly requestObject?: object
}

const person = 'arn:aws:sts::111122223333:assumed-role/Engineer/sam'
const usualCode: Readonly<Record<string, number>> = { create: 201 }

/** A request as the audit log tells it, made by a person unless `user` says otherwise. */
export function auditSample(asked: Asked): Sample {
  const { verb, resource, apiGroup = '', subresource, namespace, name = verb === 'list' ? undefined : 'sample', user = person } = asked
  const code = asked.code ?? usualCode[verb] ?? 200
  const refused = code === 401 || code === 403
  const group = apiGroup === '' ? '/api/v1' : `/apis/${apiGroup}/v1`
  const place = namespace === undefined ? '' : `/namespaces/${namespace}`
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: asked.requestObject ? 'RequestResponse' : 'Metadata',
    auditID: '00000000-0000-4000-8000-000000000000',
    stage: 'ResponseComplete',
    requestURI: [`${group}${place}/${resource}`, name, subresource].filter((part) => part !== undefined).join('/'),
    verb,
    user: code === 401 ? {} : { username: user, groups: [user === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated'] },
    sourceIPs: ['198.51.100.7'],
    userAgent: 'kubectl/v1.36.0 (linux/amd64) kubernetes/0000000',
    objectRef: {
      resource,
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
      ...(apiGroup !== '' && { apiGroup }),
      apiVersion: 'v1',
      ...(subresource !== undefined && { subresource }),
    },
    responseStatus: { metadata: {}, ...(refused && { status: 'Failure', reason: code === 401 ? 'Unauthorized' : 'Forbidden' }), code },
    ...(asked.requestObject && { requestObject: asked.requestObject }),
    ...(code !== 401 && { annotations: { 'authorization.k8s.io/decision': refused ? 'forbid' : 'allow', 'authorization.k8s.io/reason': '' } }),
  }
  return { what: `${refused ? 'refused ' : ''}${verb} of ${subresource === undefined ? resource : `${resource}/${subresource}`}`, event }
}

/** Every way to write a resource. */
export function writeSamples(resource: string, apiGroup: string, more: { namespace?: string; name?: string } = {}): Sample[] {
  return ['create', 'update', 'patch', 'delete'].map((verb) => auditSample({ verb, resource, apiGroup, ...more }))
}

/** An AWS call as CloudTrail hands it to EventBridge; `detail` is what stands in the trail's log group. */
export function callSample(service: string, call: string, detail: object = {}): Sample {
  const region = 'us-east-1'
  return {
    what: call,
    event: {
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: `aws.${service}`,
      account: '111122223333',
      region,
      resources: [],
      detail: {
        eventVersion: '1.11',
        eventType: 'AwsApiCall',
        eventCategory: 'Management',
        managementEvent: true,
        eventSource: `${service}.amazonaws.com`,
        eventName: call,
        awsRegion: region,
        readOnly: false,
        userIdentity: { type: 'AssumedRole', arn: person, accountId: '111122223333' },
        sourceIPAddress: '198.51.100.7',
        userAgent: 'aws-cli/2.31.0',
        ...detail,
      },
    },
  }
}

/** A finding of GuardDuty as EventBridge carries it, and as Security Hub passes it on. */
export function findingSamples(type: string, resourceType: string): Sample[] {
  const about = { account: '111122223333', region: 'us-east-1', resources: [] }
  const detail = {
    schemaVersion: '2.0',
    accountId: about.account,
    region: about.region,
    type,
    severity: 8,
    resource: { resourceType, eksClusterDetails: { name: 'sample' } },
    service: { serviceName: 'guardduty', archived: false, count: 1 },
  }
  const imported = {
    ProductName: 'GuardDuty',
    CompanyName: 'Amazon',
    AwsAccountId: about.account,
    Types: [`TTPs/${type}`],
    Severity: { Label: 'HIGH', Normalized: 80, Product: 8 },
    RecordState: 'ACTIVE',
    Workflow: { Status: 'NEW' },
    WorkflowState: 'NEW',
    Resources: [{ Type: 'AwsEksCluster' }],
  }
  return [
    { what: type, event: { version: '0', ...about, 'detail-type': 'GuardDuty Finding', source: 'aws.guardduty', detail } },
    {
      what: type,
      event: { version: '0', ...about, 'detail-type': 'Security Hub Findings - Imported', source: 'aws.securityhub', detail: { findings: [imported] } },
    },
  ]
}
