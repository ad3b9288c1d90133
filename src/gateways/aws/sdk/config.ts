/** The parts of the SDK's reading of ~/.aws that we use. */
export { loadSharedConfigFiles, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
