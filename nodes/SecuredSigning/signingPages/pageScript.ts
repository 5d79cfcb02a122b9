/**
 * The script of every page: the same text in each, so nothing in it needs escaping. The calls of the
 * browser SDK are those of docs/api/API.md section 8, and no others.
 *
 * What I Sign and We Sign do at their end is not documented: they have no callback for it.
 */
export const pageScript = `
(function () {
	'use strict';
	var settings = JSON.parse(document.getElementById('settings').textContent);

	// Scripts may come, or fail to, before the page is there.
	function whenReady(act) {
		if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act);
		else act();
	}

	function say(text) {
		whenReady(function () {
			document.getElementById('message').textContent = text;
		});
	}

	function unavailable(error) {
		console.error(error);
		say(settings.unavailableText);
	}

	function done() {
		document.getElementById('content').textContent = '';
		say(settings.doneText);
	}

	function withDocument(request, reference) {
		return Object.assign({}, request, reference === undefined ? {} : { DocumentReference: reference });
	}

	function show(securedsigning, reference) {
		if (settings.signResource2) {
			securedsigning.getSignResource2(settings.signResource2, 'content', unavailable, done);
		} else if (settings.iSignResource) {
			var iSign = withDocument(settings.iSignResource, reference);
			securedsigning.getISignResource(iSign, 'content', unavailable);
		} else if (settings.weSignResource) {
			var weSign = withDocument(settings.weSignResource, reference);
			securedsigning.getWeSignResource(weSign, 'content', unavailable);
		} else {
			done();
		}
	}

	function start() {
		var securedsigning = new SecuredSigning(settings.sdk);
		var button = document.getElementById('upload');
		if (!button) return show(securedsigning);
		button.hidden = false;
		securedsigning.CreateUpload(
			'upload',
			function (data) {
				button.hidden = true;
				say('');
				// The reference alone, or a document that holds it.
				show(securedsigning, data && data.Reference ? data.Reference : data);
			},
			unavailable
		);
	}

	// The SDK calls this once its scripts are there.
	window.SSApiLoaded = function () {
		whenReady(start);
	};

	// Scripts that cannot be loaded say so in this phase only.
	window.addEventListener(
		'error',
		function (event) {
			if (event.target && event.target.tagName === 'SCRIPT') {
				unavailable('Not loaded: ' + event.target.src);
			}
		},
		true
	);

	if (window.origin === 'null') {
		console.warn(
			'This page is in a sandbox, so the browser does not tell Secured Signing where it comes from, ' +
				'and Secured Signing refuses its requests. n8n puts pages of webhooks into one: see docs/embedding.md of n8n-nodes-secured-signing.'
		);
	}
})();
`;
