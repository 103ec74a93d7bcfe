/** What of Amazon EFS's SDK the program uses; bundled without the rest of it. */
export {
  EFSClient as Client,
  DescribeFileSystemsCommand as DescribeFileSystems,
} from '@aws-sdk/client-efs'
