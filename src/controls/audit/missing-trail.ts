/** No trail records the API calls of the account in full. */
import { control } from '../../model/control.ts'
import { shortcomings } from '../../reach/trails.ts'
import { listed } from '../../reach/watches.ts'

export default control({
  title: 'A multi-Region trail records all management events',
  severity: 'high',
  about: 'clusters',
  needs: ['trails', 'trailStatuses', 'trailSelectors'],
  why: `
    Who opened the endpoint, who added an access entry, which role was assumed from where: only CloudTrail knows. Its event
    history ends after 90 days and one Region, and files without validation can be altered without a trace.`,
  fix: 'aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation, then aws cloudtrail start-logging --name NAME. Where an event data store of CloudTrail Lake keeps these events instead, waive this and name it.',
  refs: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html',
  ],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: data}, {Name: all, IsMultiRegionTrail: true, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.data: {IsLogging: false}
cloudtrail:GetTrailStatus.all: {IsLogging: true}
cloudtrail:GetEventSelectors.data: {EventSelectors: []}
cloudtrail:GetEventSelectors.all: {EventSelectors: [{ReadWriteType: All, IncludeManagementEvents: true, ExcludeManagementEventSources: [kms.amazonaws.com]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: org, IsMultiRegionTrail: true, IsOrganizationTrail: true, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.org: {IsLogging: true, LatestDeliveryError: ""}
cloudtrail:GetEventSelectors.org: {AdvancedEventSelectors: [{FieldSelectors: [{Field: eventCategory, Equals: [Management]}]}]}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: []}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: all, IsMultiRegionTrail: true, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.all: {IsLogging: false}
cloudtrail:GetEventSelectors.all: {EventSelectors: [{ReadWriteType: All, IncludeManagementEvents: true}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: writes, IsMultiRegionTrail: true, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.writes: {IsLogging: true}
cloudtrail:GetEventSelectors.writes: {AdvancedEventSelectors: [{FieldSelectors: [{Field: eventCategory, Equals: [Management]}, {Field: readOnly, Equals: ["false"]}]}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: here, IsMultiRegionTrail: false, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.here: {IsLogging: true}
cloudtrail:GetEventSelectors.here: {EventSelectors: [{ReadWriteType: All, IncludeManagementEvents: true}]}`,
      `eks:DescribeCluster: {cluster: {name: shop}}
cloudtrail:DescribeTrails: {trailList: [{Name: all, IsMultiRegionTrail: true, LogFileValidationEnabled: true}]}
cloudtrail:GetTrailStatus.all: {IsLogging: true, LatestDeliveryError: NoSuchBucket}
cloudtrail:GetEventSelectors.all: {EventSelectors: [{ReadWriteType: All, IncludeManagementEvents: true}]}`,
    ],
  },
  judge(_, world) {
    const faulty = world.seen('trails').things.map((trail) => ({ name: trail.Name, faults: shortcomings(trail, world) }))
    if (faulty.some(({ faults }) => faults.length === 0)) return undefined
    world.all('trails')
    const wanted = 'a multi-Region trail that is logging, with validation, reads and writes'
    if (faulty.length === 0) return { says: 'the account has no CloudTrail trail in this Region', wanted }
    return {
      says: `no trail records all management events: ${listed(faulty.map(({ name, faults }) => `${name} ${faults.join(' and ')}`))}`,
      wanted,
      via: faulty.map(({ name }) => ({ kind: 'AWS::CloudTrail::Trail', name })),
    }
  },
})
