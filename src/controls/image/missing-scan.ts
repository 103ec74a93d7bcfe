/** A workload runs an image that nobody has scanned lately. */
import type { ImageScan } from '../../model/aws.ts'
import { control } from '../../model/control.ts'
import { daysBetween } from '../../reach/ages.ts'
import { showImage } from '../../reach/images.ts'
import { ecrImagesOf, isGap, scanOf } from '../../reach/scans.ts'

/** Days that knowledge of vulnerabilities stays fresh. */
const fresh = 7

const pod = (
  digest: string,
) => `{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: web, image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web:1'}]}, status: {phase: Running, containerStatuses: [{name: web, image: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web:1', imageID: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web@sha256:${digest}'}]}}
---
ecr:DescribeRepositories: {repositories: [{repositoryName: shop/web, repositoryUri: 111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web}]}
`

export default control({
  title: "Images from the account's ECR have a fresh scan result",
  severity: 'high',
  about: 'workloads',
  needs: ['imageScans', 'repositories'],
  applies: (workload) => ecrImagesOf(workload).length > 0,
  why: `
    An image is as safe as what was known of its packages when it was last looked at, and something new is known every day.
    What was never scanned, or last month, runs on hope.`,
  fix: 'Turn on continuous scanning for the repository (aws ecr put-registry-scanning-configuration), or scan now: aws ecr start-image-scan --repository-name REPOSITORY --image-id imageDigest=DIGEST',
  refs: ['https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html'],
  examples: {
    good: [
      // Continuous scanning looks again whenever something new is known, so the date of the last look does not matter.
      `${pod('aa')}ecr:DescribeImageScanFindings.shop/web: {repositoryName: shop/web, imageId: {imageDigest: 'sha256:aa'}, imageScanStatus: {status: ACTIVE}, imageScanFindings: {imageScanCompletedAt: '2026-10-01T12:00:00Z'}}`,
      `${pod('aa')}ecr:DescribeImageScanFindings.shop/web: {repositoryName: shop/web, imageId: {imageDigest: 'sha256:aa'}, imageScanStatus: {status: COMPLETE}, imageScanFindings: {imageScanCompletedAt: '2026-11-22T12:00:00Z', vulnerabilitySourceUpdatedAt: '2026-11-21T06:00:00Z'}}`,
    ],
    bad: [
      `${pod('aa')}ecr:DescribeImages.shop/web: {imageDetails: [{repositoryName: shop/web, imageDigest: 'sha256:aa'}]}
ecr:DescribeImageScanFindings.shop/web: {__error: {name: ScanNotFoundException, message: Image scan does not exist}}`,
      `${pod('aa')}ecr:DescribeImageScanFindings.shop/web: {repositoryName: shop/web, imageId: {imageDigest: 'sha256:aa'}, imageScanStatus: {status: COMPLETE}, imageScanFindings: {imageScanCompletedAt: '2026-09-22T12:00:00Z'}}`,
      `${pod('aa')}ecr:DescribeImageScanFindings.shop/web: {repositoryName: shop/web, imageId: {imageDigest: 'sha256:aa'}, imageScanStatus: {status: UNSUPPORTED_IMAGE}}`,
    ],
  },
  judge(workload, world) {
    const looked = ecrImagesOf(workload).map((running) => ({ ...running, scan: scanOf(running.image, world) }))
    const faults = looked.flatMap(({ image, at, container, scan }) => {
      const fault = isGap(scan) ? undefined : faultOf(scan, world.time)
      return fault === undefined
        ? []
        : [
            {
              says: `container ${container}: ${showImage(image)} ${fault}`,
              ...(at !== undefined && { at }),
              wanted: `a scan that knows of the last ${fresh} days`,
            },
          ]
    })
    return faults.length > 0 ? faults : looked.map(({ scan }) => scan).find(isGap)
  },
})

function faultOf(scan: ImageScan | 'none', time: string): string | undefined {
  if (scan === 'none') return 'was never scanned'
  const { status = 'without a status' } = scan.imageScanStatus ?? {}
  if (status === 'ACTIVE') return undefined
  if (status !== 'COMPLETE') return `has no usable scan: ${status}`
  const known = scan.imageScanFindings?.vulnerabilitySourceUpdatedAt ?? scan.imageScanFindings?.imageScanCompletedAt
  const age = daysBetween(known, time)
  if (age === undefined) return 'has a scan without a date'
  return age > fresh ? `was scanned ${age} days ago` : undefined
}
