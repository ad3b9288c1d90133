/** The version, put in by the build (bin/build.js); sources that were not built have none. */
export const VERSION = process.env.LAMBDATOP_VERSION ?? 'unbuilt';
