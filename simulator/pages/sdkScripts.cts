/**
 * A stand-in of the vendor's browser SDK, as far as its calls are known (API.md, section 8). What each
 * does inside is Assumed: the sources name the calls, their arguments and what `authGenerator` answers.
 */

/** Assumed: like require.js, it loads what `data-main` names, with `.js` at its end. */
export const requireScript = `(function () {
	var main = document.createElement('script');
	main.src = document.currentScript.getAttribute('data-main') + '.js';
	document.head.appendChild(main);
})();
`;

export const mainScript = `(function () {
	function SecuredSigning(config) {
		['apiKey', 'baseUrl', 'version', 'authGenerator'].forEach(function (name) {
			if (!config[name]) throw new Error('SecuredSigning: no ' + name);
		});
		this.config = config;
		this.address = config.baseUrl + '/' + config.version;
	}

	// A request of the API, with what the authGenerator has signed for it. Assumed: it is asked by GET.
	SecuredSigning.prototype.call = async function (method, path, body) {
		var signed = await fetch(this.config.authGenerator);
		if (!signed.ok) throw new Error('authGenerator answered with ' + signed.status);
		var { timestamp, signature, apiKey, nonce } = await signed.json();
		if (apiKey !== this.config.apiKey) throw new Error('authGenerator signs with another key');
		var answer = await fetch(this.address + path, {
			method: method,
			body: body,
			headers: {
				Accept: 'application/json',
				'X-CUSTOM-API-KEY': apiKey,
				'X-CUSTOM-DATE': timestamp,
				'X-CUSTOM-NONCE': nonce,
				'X-CUSTOM-SIGNATURE': signature,
			},
		});
		if (!answer.ok) throw new Error(path + ': ' + answer.status + ' ' + (await answer.text()));
		return answer;
	};

	SecuredSigning.prototype.CreateUpload = function (elementId, onSuccess, onError) {
		var sdk = this;
		var picker = document.createElement('input');
		picker.type = 'file';
		picker.hidden = true;
		document.body.appendChild(picker);
		document.getElementById(elementId).addEventListener('click', function () {
			picker.click();
		});
		picker.addEventListener('change', function () {
			var form = new FormData();
			form.append('file', picker.files[0], picker.files[0].name);
			sdk
				.call('POST', '/Document/Uploader', form)
				.then(function (answer) {
					return answer.json();
				})
				.then(onSuccess, onError);
		});
	};

	// The request that fetches the resource proves that the page may ask; what is shown is a page of
	// the simulator's own.
	SecuredSigning.prototype.embed = function (type, source, elementId, onError, onLoad) {
		var element = document.getElementById(elementId);
		this.call('GET', '/UI/Resource?ResourceType=' + type).then(function () {
			var frame = document.createElement('iframe');
			frame.src = source;
			frame.title = 'Secured Signing';
			frame.style.cssText = 'border: 0; width: 100%; height: 100%';
			if (onLoad) frame.addEventListener('load', onLoad);
			element.replaceChildren(frame);
		}).catch(onError);
	};

	SecuredSigning.prototype.getSignResource2 = function (request, elementId, onError, onDone) {
		var sdk = this;
		var key = request.SigningKey;
		var source = /^http/.test(key) ? key : this.address + '/client/sign?key=' + encodeURIComponent(key);
		var state = this.address + '/client/state?key=' + encodeURIComponent(key.split('/').pop());
		this.embed(1, source, elementId, onError, async function () {
			var answer = await fetch(state);
			if ((await answer.json()).signed && onDone) onDone();
		});
	};

	SecuredSigning.prototype.getISignResource = function (request, elementId, onError) {
		var source = this.address + '/client/isign?' + new URLSearchParams(request);
		this.embed(2, source, elementId, onError);
	};

	SecuredSigning.prototype.getWeSignResource = function (request, elementId, onError) {
		var source = this.address + '/client/wesign?' + new URLSearchParams(request);
		this.embed(3, source, elementId, onError);
	};

	window.SecuredSigning = SecuredSigning;
	window.SSApiLoaded();
})();
`;
