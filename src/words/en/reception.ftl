# reception
