import { MODELS } from '../../nodes/SecuredSigning/api/schema/models';
import { describedModels } from '../types/models.cts';

test('the names of answers that the node reads are those of docs/api/openapi.yaml', () => {
	// After a change of the description: npm run types:models
	expect(MODELS).toEqual(describedModels());
});
