package io.github.asyncinit.sample.payment;

import io.github.asyncinit.AsyncInit;
import io.github.asyncinit.sample.init.InitializerLog;
import io.github.asyncinit.sample.remote.RemoteServices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Payment providers, the slowest first. Cards shall be offered first all the same.
 */
@Configuration(proxyBeanMethods = false)
class PaymentConfiguration {

	@Bean(initMethod = "connect")
	@AsyncInit(domain = "payments")
	PaymentProvider cardPayments(RemoteServices services, PaymentRegistry registry, InitializerLog log) {
		return new PaymentProvider("card", services, registry, log);
	}

	@Bean(initMethod = "connect")
	@AsyncInit(domain = "payments")
	PaymentProvider invoicePayments(RemoteServices services, PaymentRegistry registry, InitializerLog log) {
		return new PaymentProvider("invoice", services, registry, log);
	}

	@Bean(initMethod = "connect")
	@AsyncInit(domain = "payments")
	PaymentProvider walletPayments(RemoteServices services, PaymentRegistry registry, InitializerLog log) {
		return new PaymentProvider("wallet", services, registry, log);
	}

}
