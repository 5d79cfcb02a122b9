import { ANSWERS, MODELS } from '../../nodes/SecuredSigning/api/schema/models';
import { describedAnswers } from '../types/models.cts';

test('what the node knows of answers is what docs/api/openapi.yaml says', () => {
	// After a change of the description: npm run types:models
	expect({ models: MODELS, answers: ANSWERS }).toEqual(describedAnswers());
});
