import { modules } from '../../modules.mjs';

export default { load: () => modules() };
