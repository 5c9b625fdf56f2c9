package io.github.asyncinit.sample.keys;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The signer of receipts.
 */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

	@Bean(initMethod = "prepare")
	@AsyncInit
	ReceiptSigner receiptSigner(InitializerLog log) {
		return new ReceiptSigner(log);
	}

}
