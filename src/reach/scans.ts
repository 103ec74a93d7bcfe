/** What ECR's scans say of the images a workload runs. */
import type { ImageScan } from '../model/aws.ts'
import type { Workload } from '../model/facts.ts'
import type { Gap } from '../model/snapshot.ts'
import type { World } from '../model/world.ts'
import { isAwsAddonImage } from '../world/addons.ts'
import { type ImageName, type RunningImage, runningImages, showImage } from './images.ts'
import { ecrHostOf, repositoryOf } from './registry.ts'

/** The images from private ECR registries that a workload runs, those of AWS's own registries aside. */
export function ecrImagesOf(workload: Workload): RunningImage[] {
  return runningImages(workload).filter(({ image }) => ecrHostOf(image.registry) && !isAwsAddonImage(`${image.registry}/${image.repository}`))
}

/** A scan of another digest or tag of the repository says nothing of this one. */
function concerns({ repositoryName, imageId }: ImageScan, image: ImageName): boolean {
  if (repositoryName !== image.repository) return false
  return image.digest === undefined ? imageId?.imageTag !== undefined && imageId.imageTag === image.tag : imageId?.imageDigest === image.digest
}

/** ECR's "there is no scan" tells nothing of the image; who asked knows which it was, or at least the repository. */
const isNone = (scan: ImageScan, image: ImageName): boolean =>
  scan.imageScanStatus === undefined &&
  scan.imageScanFindings === undefined &&
  (scan.imageId === undefined ? scan.repositoryName === image.repository : concerns(scan, image))

/** The scan of an image, `none` where ECR has none, or why that cannot be told. Never throws. */
export function scanOf(image: ImageName, world: World<'imageScans' | 'repositories'>): ImageScan | 'none' | Gap {
  const { things, gap } = world.seen('imageScans')
  const scan = things.find((one) => concerns(one, image))
  if (scan) return isNone(scan, image) ? 'none' : scan
  if (things.some((one) => isNone(one, image))) return 'none'
  const repositories = world.seen('repositories')
  if (!repositories.gap && !repositoryOf(image, world)) {
    return {
      because: 'not asked',
      detail: `${image.registry}/${image.repository} is of another account or Region: its registry was not asked`,
      lacks: 'ecr:DescribeImageScanFindings',
    }
  }
  return gap ?? { because: 'not asked', detail: `ecr:DescribeImageScanFindings was not called for ${showImage(image)}`, lacks: 'ecr:DescribeImageScanFindings' }
}

export const isGap = (scan: ImageScan | 'none' | Gap): scan is Gap => scan !== 'none' && 'because' in scan
